import { join } from 'node:path'
import { build } from 'esbuild'
import { Log, LogLevel, Miniflare } from 'miniflare'
import type { DatabaseAddress } from '../../../src/db/connection/client'
import { localBuild } from '../../../src/local/build/local-build'
import type { Statement } from '../../../src/local/neon/sql-request'
import { projectFolder, readWorkerConfig } from '../../../src/local/start/project'
import { startWorker } from '../../../src/local/start/worker'
import { freePort } from '../../node/start/run-start'

const TOKEN = 'token-of-the-bench'
const KEYS = { ALPACA_API_KEY_ID: 'key', ALPACA_API_SECRET_KEY: 'secret' }

/** A Worker on workerd, as a client sees it. */
export interface BenchWorker {
  /** Where it listens, and the token of its API. */
  url: string
  token: string
  /** The body of a GET. @throws Error if the response is no success. */
  get: (path: string) => Promise<string>
  close: () => Promise<void>
}

const clientOf = (address: string, headers: Record<string, string> = {}): BenchWorker['get'] => {
  return async (path) => {
    const answer = await fetch(`${address}${path}`, { headers })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`)
    return text
  }
}

/** The product as deployed, with more settings. */
export async function startOurs(
  { url, endpoint = '' }: DatabaseAddress,
  settings: Record<string, string> = KEYS,
): Promise<BenchWorker> {
  const port = await freePort()
  const worker = await startWorker({
    config: readWorkerConfig(),
    build: await localBuild(),
    port,
    bindings: {
      DATABASE_URL: url,
      NEON_HTTP_ENDPOINT: endpoint,
      API_TOKEN: TOKEN,
      ...settings,
    },
    // The deployed Worker has rate limits, which the bench would exceed.
    rateLimit: null,
    queue: false,
    onLog: (line) => {
      if (line.includes('"level":"error"')) console.error(line)
    },
  })
  const address = `http://127.0.0.1:${port}`
  const get = clientOf(`${address}/api/alpaca`, { Authorization: `Bearer ${TOKEN}` })
  return { url: address, token: TOKEN, get, close: () => worker.close() }
}

/** A Worker of a few lines that sends the same statements. */
export async function startBare(
  { url, endpoint = '' }: DatabaseAddress,
  statements: Record<string, Statement[]>,
): Promise<BenchWorker> {
  const { assets, compatibility_date, compatibility_flags } = readWorkerConfig()
  const values = { DATABASE_URL: url, ENDPOINT: endpoint, STATEMENTS: JSON.stringify(statements) }
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    log: new Log(LogLevel.WARN),
    workers: [
      {
        config: {
          name: 'bare',
          compatibilityDate: compatibility_date,
          compatibilityFlags: compatibility_flags,
          manifest: {
            mainModule: 'index.js',
            modulesRoot: '/',
            modules: { 'index.js': { type: 'esm', contents: await bundled() } },
          },
          // miniflare puts a router in front of a Worker with assets: here in front of both.
          assets: {
            directory: join(projectFolder, assets.directory),
            hasUserWorker: true,
            htmlHandling: 'none',
            runWorkerFirst: true,
          },
          env: {
            ...Object.fromEntries(
              Object.entries(values).map(([name, value]) => [name, { type: 'text', value }]),
            ),
            [assets.binding]: { type: 'assets' },
          },
        },
      },
    ],
  })
  const { origin } = await miniflare.ready
  return { url: origin, token: '', get: clientOf(origin), close: () => miniflare.dispose() }
}

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: projectFolder,
    entryPoints: ['test/bench/api/bare-worker.ts'],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser', 'import'],
    external: ['node:*', 'cloudflare:*'],
  })
  return outputFiles.map((file) => file.text).join()
}
