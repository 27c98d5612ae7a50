import { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn, STAND_IN_KEYS } from '../../../src/local/alpaca/stand-in'
import { serveStandIn } from '../../../src/local/start/serve-stand-in'
import { freePort, runStart, withoutNpm } from '../../node/start/run-start'

/** A token that may do everything, and one that may only read. */
export const TOKEN = 'a-token-of-the-browser-tests'
export const READ_TOKEN = 'another-token-that-only-reads'

/** `npm start` without npm around it. */
export interface Started {
  url: string
  /** All that it printed. */
  output: string
  /** A request to the API with the token. */
  api: <Answer>(path: string, init?: RequestInit) => Promise<Answer>
  stop: () => Promise<void>
}

/** Starts the product with these settings and data in memory. */
export async function startProduct(settings: Record<string, string> = {}): Promise<Started> {
  const port = await freePort()
  const started = runStart(
    { PORT: String(port), DATA_DIR: 'memory', API_TOKEN: TOKEN, READ_TOKEN, ...settings },
    withoutNpm,
  )
  await started.ready
  const url = `http://127.0.0.1:${port}`
  if (!started.output().includes('Ready on ')) throw new Error(started.output())
  return {
    url,
    output: started.output(),
    async api<Answer>(path: string, init: RequestInit = {}) {
      const response = await fetch(`${url}/api/alpaca${path}`, {
        ...init,
        headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
      })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return (await response.json()) as Answer
    },
    async stop() {
      started.signal('SIGTERM')
      await started.ended.catch(() => undefined)
    },
  }
}

/** The product over an account whose broker the test moves; nothing is read until a sync. */
export async function startScripted(): Promise<Started & { broker: Broker }> {
  const broker = new Broker()
  const { keyId, secretKey } = STAND_IN_KEYS
  const standIn = createStandIn({ accounts: [{ keyId, secretKey, account: broker }] })
  const alpaca = await serveStandIn(standIn)
  const product = await startProduct({
    CRON: 'off',
    ALPACA_API_KEY_ID: keyId,
    ALPACA_API_SECRET_KEY: secretKey,
    ALPACA_BASE_URL: alpaca.url,
  })
  return {
    ...product,
    broker,
    async stop() {
      await product.stop()
      await alpaca.close()
    },
  }
}
