export * from '../util/json';
