export { createFlowControl, type FlowControl, type FlowOptions } from './control.ts'
export { createFlow, type FlowService } from './create.ts'
export { flowFilter } from './filter.ts'
export { createFlowReconciler, type FlowReconciler } from './reconcile.ts'
