export * from './options';
export * from './udp-service-project';
