export * from './model';
export { resolveWorkflowSettings } from './resolve';
