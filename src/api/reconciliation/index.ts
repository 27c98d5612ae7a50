import { createRouter } from '../http/router'
import { reconcile } from './handlers'
import { getReconciliation } from './routes'

export const reconciliationRouter = () => createRouter().openapi(getReconciliation, reconcile)
