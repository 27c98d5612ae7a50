import { createRouter } from '../http/router'
import { list, remove, resume, store } from './handlers'
import { deleteAccount, getAccounts, postResume, putAccount } from './routes'

export const accountsRouter = () =>
  createRouter()
    .openapi(getAccounts, list)
    .openapi(putAccount, store)
    .openapi(deleteAccount, remove)
    .openapi(postResume, resume)
