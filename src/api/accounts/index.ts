import { createRouter } from '../http/router'
import { list, remove, resume } from './handlers'
import { deleteAccount, getAccounts, postResume } from './routes'

export const accountsRouter = () =>
  createRouter()
    .openapi(getAccounts, list)
    .openapi(deleteAccount, remove)
    .openapi(postResume, resume)
