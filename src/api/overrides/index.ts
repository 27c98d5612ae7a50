import { createRouter } from '../http/router'
import { annotate, list, merge, split, undo } from './handlers'
import { deleteOverride, getOverrides, patchTrade, postMerge, postSplit } from './routes'

export const overridesRouter = () =>
  createRouter()
    .openapi(patchTrade, annotate)
    .openapi(postMerge, merge)
    .openapi(postSplit, split)
    .openapi(getOverrides, list)
    .openapi(deleteOverride, undo)
