"""IAM and STS: whom a role trusts, decided on the claims of a token, and what its own policies allow.

moto gives everybody the credentials of every role. Here a role that exists and that trusts an OpenID Connect provider lets
in what its trust policy lets in. The token is a JWT whose signature nobody looks at. A role that no test has created is
everybody's, as in moto. Where permissions are enforced, moto neither reads the policies of a role of a template nor knows
that the root of an account stands for everybody in it.
"""

import base64
import fnmatch
import json
import urllib.parse

from moto.core.exceptions import ServiceException
from moto.iam.access_control import IAMPolicy, IAMRequestBase
from moto.iam.models import iam_backends
from moto.sts.responses import TokenResponse
from moto.utilities.utils import get_partition


class AccessDenied(ServiceException):
    code = "AccessDenied"


OPERATORS = {
    "StringEquals": lambda pattern, value: pattern == value,
    # Of the signs of fnmatch, policies know `*` and `?` alone.
    "StringLike": lambda pattern, value: fnmatch.fnmatchcase(value, pattern.replace("[", "[[]")),
}


def claims_of(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def values(value):
    return value if isinstance(value, list) else [value]


def lets_in(statement, claims, providers):
    """Every key of every operator has to match; a claim that the token does not have matches nothing."""
    issuer = claims["iss"].removeprefix("https://")
    provider = next((one for one in providers if one.arn.endswith(f":oidc-provider/{issuer}")), None)
    trusted = values(statement.get("Principal", {}).get("Federated", []))
    if statement["Effect"] != "Allow" or "sts:AssumeRoleWithWebIdentity" not in values(statement["Action"]):
        return False
    if provider is None or provider.arn not in trusted or claims["aud"] not in provider.client_id_list:
        return False
    return all(
        any(OPERATORS[operator](pattern, str(claims.get(key.removeprefix(f"{issuer}:"), ""))) for pattern in values(patterns))
        for operator, keys in statement.get("Condition", {}).items()
        for key, patterns in keys.items()
    )


assume_role_of_moto = TokenResponse.assume_role_with_web_identity


def assume_role_with_web_identity(response):
    arn = response._get_param("RoleArn")
    _, _, _, _, account, resource = arn.split(":", 5)
    backend = iam_backends[account][get_partition(response.region)]
    role = next((one for one in backend.roles.values() if one.name == resource.split("/")[-1]), None)
    if role is not None:
        policy = json.loads(urllib.parse.unquote(role.assume_role_policy_document))
        claims = claims_of(response._get_param("WebIdentityToken"))
        providers = backend.open_id_providers.values()
        if role.arn != arn or not any(lets_in(one, claims, providers) for one in values(policy["Statement"])):
            raise AccessDenied("Not authorized to perform sts:AssumeRoleWithWebIdentity")
    return assume_role_of_moto(response)


TokenResponse.assume_role_with_web_identity = assume_role_with_web_identity


policy_of_moto = IAMPolicy.__init__


def policy(self, document):
    """CloudFormation keeps the document of an inline policy as it is, the API as text."""
    policy_of_moto(self, json.dumps(document) if isinstance(document, dict) and "Statement" in document else document)


def trusts(request, role_arn):
    document = json.loads(urllib.parse.unquote(request.backend.get_role_by_arn(role_arn).assume_role_policy_document))
    caller = request._access_key.arn
    _, partition, _, _, account, _ = caller.split(":", 5)
    trusted = {caller, account, f"arn:{partition}:iam::{account}:root"}
    return any(
        statement["Effect"] == "Allow"
        and "sts:AssumeRole" in values(statement["Action"])
        and trusted & set(values(statement.get("Principal", {}).get("AWS", [])))
        for statement in values(document["Statement"])
        if statement is not None  # what was AWS::NoValue in the template
    )


IAMPolicy.__init__ = policy
IAMRequestBase._check_role_trust_relationship = trusts
