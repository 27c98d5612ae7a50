import { createRouter } from '../http/router'
import { me } from './handlers'
import { getMe } from './routes'

export const meRouter = () => createRouter().openapi(getMe, me)
