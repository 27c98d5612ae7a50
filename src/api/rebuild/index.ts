import { createRouter } from '../http/router'
import { rebuild } from './handlers'
import { postRebuild } from './routes'

export const rebuildRouter = () => createRouter().openapi(postRebuild, rebuild)
