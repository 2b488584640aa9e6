import { optionRule } from '../themes/options';

/** P46: nobody is named on the internet, or everybody may make an endpoint. */
export const openToAnybody = optionRule(
  'an internet-facing stage without clients, and endpoint services that anybody may use unseen',
  function* ({ clients, loadBalancer, privateLink }) {
    const named = clients.cidrs.length + clients.prefixLists.length + clients.securityGroups.length;
    if (loadBalancer.scheme === 'internet-facing' && named === 0) {
      yield {
        level: 'error',
        isBinding: true,
        option: 'clients',
        message: 'An internet-facing service must say who may send to it.',
        remedy: "Give 'clients.cidrs' or 'clients.prefixLists', or say 'clients: { anywhere: true }'.",
      };
    }
    if (privateLink?.allowedPrincipals.includes('*') && !privateLink.acceptanceRequired) {
      yield {
        level: 'error',
        isBinding: true,
        option: 'privateLink.acceptanceRequired',
        message:
          "'allowedPrincipals' lets every AWS account create an endpoint, and nobody would see it before it sends.",
        remedy: "Name the principals, or remove 'acceptanceRequired'.",
      };
    }
  },
);
