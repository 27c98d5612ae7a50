import { createRouter } from '../http/router'
import { showReconciliation } from './handlers'
import { getReconciliation } from './routes'

export const reconciliationRouter = () =>
  createRouter().openapi(getReconciliation, showReconciliation)
