"""IAM: the OIDC provider of a deploy role."""

from moto.core.common_models import CloudFormationModel
from moto.iam import models as iam_models
from moto.utilities.utils import get_partition

from binding import handle_create


class OidcProvider(CloudFormationModel):
    """AWS::IAM::OIDCProvider, unknown to moto's CloudFormation."""

    __module__ = iam_models.__name__

    def __init__(self, provider):
        self.provider = provider

    @property
    def physical_resource_id(self):
        return self.provider.arn

    @staticmethod
    def cloudformation_name_type():
        return ""

    @staticmethod
    def cloudformation_type():
        return "AWS::IAM::OIDCProvider"

    @classmethod
    def has_cfn_attr(cls, attr):
        return attr == "Arn"

    def get_cfn_attribute(self, _name):
        return self.provider.arn

    def delete(self, account, region):
        iam_models.iam_backends[account][get_partition(region)].delete_open_id_connect_provider(self.provider.arn)


def create_oidc_provider(_name, properties, account, region):
    return OidcProvider(
        iam_models.iam_backends[account][get_partition(region)].create_open_id_connect_provider(
            url=properties["Url"],
            thumbprint_list=properties.get("ThumbprintList", []),
            client_id_list=properties.get("ClientIdList", []),
            tags=properties.get("Tags", []),
        )
    )


handle_create(OidcProvider, create_oidc_provider)
