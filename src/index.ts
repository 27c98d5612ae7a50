import { createApp } from './api/app'
import { readSettings } from './api/settings'
import { openDatabase } from './db/client'

function appFor(env: object) {
  const result = readSettings(env)
  if ('problem' in result)
    return createApp({
      problem: result.problem,
      log: (entry) => console.log(JSON.stringify(entry)),
    })
  const { settings } = result
  const db = openDatabase({ url: settings.databaseUrl, endpoint: settings.neonHttpEndpoint })
  return createApp({
    deps: {
      db,
      settings,
      now: () => new Date(),
      sync: () => Promise.reject(new Error('not wired')),
    },
    log: (entry) => console.log(JSON.stringify(entry)),
  })
}

export default {
  fetch: (request: Request, env: object) => appFor(env).fetch(request, env),
}
