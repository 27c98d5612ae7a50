import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { requestId } from 'hono/request-id'
import type { Log } from '../sync/run/log'
import { accountsRouter } from './accounts'
import { authenticate } from './auth/authenticate'
import { isCalendarFeed, scopeNeeded } from './auth/scopes'
import { calendarRouter } from './calendar'
import { campaignsRouter } from './campaigns'
import { docsRouter } from './docs'
import { noReference, type Reference } from './docs/handlers'
import { eventsRouter } from './events'
import { exportsRouter } from './exports'
import { front } from './front'
import { deepHealthRouter, healthRouter } from './health'
import type { AppEnv, Dependencies, SettingsProblem } from './http/context'
import { answerError, errorResponse } from './http/error-response'
import { ApiError } from './http/errors'
import type { Route } from './http/route'
import { createRouter, honoPath } from './http/router'
import { liveRouter } from './live'
import { closeRefusedUpgrades, tokenOfSubprotocol } from './live/upgrade'
import { meRouter } from './me'
import { conditional } from './middleware/conditional'
import { finishWrites } from './middleware/finish-writes'
import { crossOrigin, securityHeaders } from './middleware/headers'
import { idempotent } from './middleware/idempotent'
import { limitRate } from './middleware/rate-limit'
import { ordersRouter } from './orders'
import { overridesRouter } from './overrides'
import { positionsRouter } from './positions'
import { quarantineRouter } from './quarantine'
import { rebuildRouter } from './rebuild'
import { reconciliationRouter } from './reconciliation'
import { statsRouter } from './stats'
import { syncRouter } from './sync'
import { tradesRouter } from './trades'

/** Path below which all routes are. */
export const BASE_PATH = '/api/alpaca'

const LIVE_PATH = `${BASE_PATH}/live`

const MAX_BODY_BYTES = 64 * 1024

const TOO_MANY_EXPENSIVE =
  'Too many requests for CSV files and statistics; try again after Retry-After seconds.'

const isExpensive = (route: Route): boolean => route.isExpensive === true

/** The app's dependencies, or the problem of the settings that prevents them. */
export type AppOptions = ({ deps: Dependencies } | { problem: SettingsProblem }) & {
  log: Log
  /** The files of /openapi.json and /docs. */
  reference?: Reference
}

/**
 * Creates the API with its middleware. Nothing else wires middleware.
 *
 * @example
 * const app = createApp({ deps, log })
 * const response = await app.request('/api/alpaca/health')
 */
export function createApp(options: AppOptions): Hono<AppEnv> {
  const deps = 'deps' in options ? options.deps : null
  const { log } = options
  const app = createRouter()
  app.onError((error, c) => answerError(c, error, log))
  app.notFound((c) => errorResponse(c, new ApiError('not_found')))

  app.use(finishWrites())
  app.use(requestId({ headerName: 'X-Request-ID', limitLength: 128 }))
  app.use(securityHeaders())
  app.use(crossOrigin(deps?.settings.corsOrigins ?? []))
  app.use(methodNotAllowed({ app, onMethodNotAllowed: answerMethod }))

  app.use(BASE_PATH, front(BASE_PATH))

  const guarded = ROUTERS.map((router) => router())
  const open = [healthRouter(), docsRouter(options.reference ?? noReference)]
  for (const router of open) app.route(BASE_PATH, router)

  app.use(`${BASE_PATH}/*`, async (c, next) => {
    if ('problem' in options)
      throw new ApiError(options.problem.code, { message: options.problem.message })
    c.set('deps', options.deps)
    await next()
  })
  app.use(LIVE_PATH, closeRefusedUpgrades(deps?.live))
  app.use(`${BASE_PATH}/*`, authenticate({ ...gateOf(deps), log }))
  app.use(`${BASE_PATH}/*`, limitRate(deps?.settings.tokenLimiter, log))
  for (const route of guarded.flatMap(({ documented }) => documented.filter(isExpensive))) {
    const limiter = deps?.settings.expensiveLimiter
    app.use(BASE_PATH + honoPath(route), limitRate(limiter, log, TOO_MANY_EXPENSIVE))
  }
  app.use(`${BASE_PATH}/*`, bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseBody }))
  app.use(`${BASE_PATH}/*`, idempotent(log))
  // These two come before `conditional`. A deep health check is never the same twice, so an ETag
  // would be useless.
  app.route(BASE_PATH, deepHealthRouter())
  // A switch to WebSocket has no body, and cannot be cloned.
  app.route(BASE_PATH, liveRouter())
  app.use(`${BASE_PATH}/*`, conditional())

  for (const router of guarded) app.route(BASE_PATH, router)
  return app
}

/** All routes, in the order of the reference. */
export function documentedRoutes(): Route[] {
  const open = [liveRouter(), deepHealthRouter(), docsRouter(noReference)]
  return [...ROUTERS.map((router) => router()), ...open].flatMap(({ documented }) => documented)
}

/** The gate; closed to everybody while the settings are invalid. */
const gateOf = (deps: Dependencies | null) => ({
  tokens: deps?.settings.tokens ?? [],
  refusalLimiter: deps?.settings.refusalLimiter,
  tokenElsewhere: (c: Context<AppEnv>) =>
    c.req.path === LIVE_PATH
      ? tokenOfSubprotocol(c.req.header('sec-websocket-protocol'))
      : undefined,
  scopeOf: (method: string, path: string) => scopeNeeded(method, path.slice(BASE_PATH.length)),
  isCalendarFeed: (method: string, path: string) =>
    isCalendarFeed(method, path.slice(BASE_PATH.length)),
})

/** All resources that need a token, in the order of the reference. */
const ROUTERS = [
  tradesRouter,
  campaignsRouter,
  statsRouter,
  exportsRouter,
  ordersRouter,
  positionsRouter,
  calendarRouter,
  overridesRouter,
  rebuildRouter,
  reconciliationRouter,
  eventsRouter,
  syncRouter,
  quarantineRouter,
  accountsRouter,
  meRouter,
]

const answerMethod: NonNullable<
  Parameters<typeof methodNotAllowed<AppEnv>>[0]['onMethodNotAllowed']
> = (c, methods) =>
  errorResponse(c, new ApiError('method_not_allowed'), {
    headers: { Allow: methods.toSorted().join(', ') },
  })

function refuseBody(): never {
  throw new ApiError('payload_too_large')
}
