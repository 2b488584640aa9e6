/** Where errors of this package are told; an ejected repository has nobody to tell. */
export const ISSUES = 'https://github.com/projen-udp-service/projen-udp-service/issues';
