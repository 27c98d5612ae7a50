import { Log, LogLevel, Miniflare } from 'miniflare'
import type { LocalBuild } from '../build/local-build'
import { endWithUs, withChildren } from './outlived'
import type { WorkerConfig } from './project'

/** The Worker running in workerd. */
export interface StartedWorker {
  /** Calls the scheduled handler as Cloudflare does, and waits until it ends. */
  tick(cron: string): Promise<void>
  close(): Promise<void>
}

export interface WorkerOptions {
  config: WorkerConfig
  build: LocalBuild
  port: number
  bindings: Record<string, string>
  /**
   * Requests per minute for a token, or for an address without a valid token; null for no limit.
   */
  rateLimit: number | null
  /** Binds the queues of `wrangler.toml`. */
  queue: boolean
  /** Called with each line that the Worker logs. */
  onLog(line: string): void
}

/** Starts the Worker in workerd on a free port of loopback. */
export async function startWorker(options: WorkerOptions): Promise<StartedWorker> {
  const miniflareOptions = describeWorker(options)
  const [miniflare, children] = await withChildren(async () => {
    const made = new Miniflare(miniflareOptions)
    await made.ready
    return made
  })
  const callOff = endWithUs(children)
  const worker = await miniflare.getWorker()
  return {
    async tick(cron) {
      await worker.scheduled({ cron, scheduledTime: new Date() })
    },
    async close() {
      await miniflare.dispose()
      callOff()
    },
  }
}

function describeWorker(options: WorkerOptions) {
  const { config, build, port, onLog } = options
  const main = 'index.js'
  return {
    host: '127.0.0.1',
    port,
    // Without this, miniflare asks a Cloudflare server for the location of this machine.
    cf: false as const,
    log: new Log(LogLevel.WARN),
    logRequests: false,
    handleStructuredLogs: ({ message }: { message: string }) => onLog(message),
    workers: [
      {
        config: {
          name: config.name,
          compatibilityDate: config.compatibility_date,
          compatibilityFlags: config.compatibility_flags,
          manifest: {
            mainModule: main,
            modulesRoot: '/',
            modules: { [main]: { type: 'esm' as const, contents: build.code } },
          },
          assets: {
            directory: build.assets,
            hasUserWorker: true,
            htmlHandling: config.assets.html_handling,
            notFoundHandling: config.assets.not_found_handling,
            runWorkerFirst: config.assets.run_worker_first,
          },
          env: {
            ...textsOf(options),
            ...limitersOf(options),
            ...objectsOf(config),
            ...queuesOf(options),
            [config.assets.binding]: { type: 'assets' as const },
          },
          exports: config.exports,
          triggers: consumersOf(options),
        },
      },
    ],
  }
}

const textsOf = ({ bindings }: WorkerOptions) =>
  Object.fromEntries(
    Object.entries(bindings).map(([name, value]) => [name, { type: 'text' as const, value }]),
  )

/** The Durable Objects of the Worker itself. */
const objectsOf = ({ name: worker, durable_objects: { bindings } }: WorkerConfig) =>
  Object.fromEntries(
    bindings.map(({ name, class_name: exportName }) => [
      name,
      { type: 'durable-object' as const, worker, exportName },
    ]),
  )

/** The queues as the Worker sends to them. */
const queuesOf = ({ queue, config }: WorkerOptions) =>
  Object.fromEntries(
    (queue ? config.queues.producers : []).map(({ binding, queue: name }) => [
      binding,
      { type: 'queue' as const, name },
    ]),
  )

/** The queues that the Worker consumes. Miniflare runs one consumer at a time. */
const consumersOf = ({ queue, config }: WorkerOptions) =>
  (queue ? config.queues.consumers : []).map((consumer) => ({
    type: 'queue' as const,
    name: consumer.queue,
    maxBatchSize: consumer.max_batch_size,
    maxBatchTimeout: consumer.max_batch_timeout,
    maxRetries: consumer.max_retries,
    retryDelay: consumer.retry_delay,
    ...(consumer.dead_letter_queue && { deadLetterQueue: consumer.dead_letter_queue }),
  }))

/** The limit of a limiter of `wrangler.toml` under RATE_LIMIT: expensive requests get a tenth. */
const limitOf = (name: string, limit: number): number =>
  name === 'EXPENSIVE_RATE_LIMITER' ? Math.ceil(limit / 10) : limit

/** `wrangler.toml` limits a public Worker. On this machine RATE_LIMIT sets the limits. */
const limitersOf = ({ config, rateLimit }: WorkerOptions) =>
  Object.fromEntries(
    config.ratelimits.flatMap(({ name, namespace_id: namespace, simple }) => {
      if (rateLimit === null) return []
      const limit = limitOf(name, rateLimit)
      return [[name, { type: 'rate-limit' as const, namespace, simple: { ...simple, limit } }]]
    }),
  )
