import { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from './context'
import { ApiError } from './errors'

/** A router whose parameters, when they do not fit their schema, are refused with `invalid_parameter`. */
export function createRouter(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return
      const issue = result.error.issues[0]
      const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
      const param = unknownKey ?? issue?.path[0] ?? (result.target === 'json' ? 'body' : undefined)
      throw new ApiError('invalid_parameter', {
        message:
          unknownKey === undefined
            ? sentence(param, issue?.message)
            : `${unknownKey} is not known here.`,
        param: param === undefined ? undefined : String(param),
      })
    },
  })
}

function sentence(param: PropertyKey | undefined, reason: string | undefined): string {
  return `${String(param ?? 'The request')} ${reason ?? 'is not valid'}.`
}
