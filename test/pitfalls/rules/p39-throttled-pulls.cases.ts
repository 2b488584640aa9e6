import type { OptionCases, TemplateCases } from '../support/cases';
import { application, parameter } from '../support/changes';
import { all, unchanged } from '../support/good';

export const options: OptionCases = {
  valid: { 'another registry': { image: { source: 'registry', name: 'ghcr.io/x/y' } } },
  invalid: { 'Docker Hub': [{ image: { source: 'registry', name: 'coredns/coredns' } }, 'warning image.registry'] },
};

export const template: TemplateCases = {
  valid: {
    ECR: unchanged,
    'another registry': application({ Image: 'ghcr.io/owner/image:1' }),
    credentials: application({ Image: 'owner/image', RepositoryCredentials: { CredentialsParameter: 'arn' } }),
    'an open name': all(parameter('Image'), application({ Image: { Ref: 'Image' } })),
    'a part of a name': application({
      Image: { 'Fn::Sub': '${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/nginx' },
    }),
  },
  invalid: {
    'an official image': [application({ Image: 'coredns:1.12' }), 'warning Task'],
    'an image of somebody': [application({ Image: 'coredns/coredns:1.12' }), 'warning Task'],
    'with the host': [application({ Image: 'docker.io/coredns/coredns' }), 'warning Task'],
  },
};
