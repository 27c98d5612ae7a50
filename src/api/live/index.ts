import { createRouter } from '../http/router'
import { connect } from './handlers'
import { getLive } from './routes'

export const liveRouter = () => createRouter().openapi(getLive, connect)
