import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import * as z from 'zod'
import type { Recording } from '../../api/reference/recordings'
import { projectFolder } from '../start/project'

const FILE = 'src/api/reference/recordings.json'
/** Longer lists are cut in the recording. */
const MOST_ITEMS = 2
const MOST_WORDS = 8
const PAPER = 'https://paper-api.alpaca.markets'
/** Rows of a file are cut too. */
const MOST_LINES = 4

type Values = Pick<Recording, 'path' | 'query' | 'body'>

const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
})

/** Records a request of each operation at the demo account, for the reference. */
async function main(): Promise<void> {
  const operations = await readOperations()
  const { url, token, stop } = await startDemo()
  try {
    const recordings: Record<string, Recording> = {}
    const ask = async (id: string, values: Values = {}): Promise<unknown> => {
      const { method, path } = operations.get(id) ?? {}
      if (!method || !path) throw new Error(`The contract has no operation ${id}.`)
      const answer = await send(`${url}/api/alpaca`, token, method, path, values)
      recordings[id] = { ...values, answer: shortened(answer) }
      return answer
    }
    await recordAll(ask)
    recordings.storeAccountKeys = storedKeys(
      await ask('resumeAccount', { path: { label: 'demo' } }),
    )
    const sorted = Object.fromEntries(
      Object.entries(recordings).sort(([a], [b]) => (a < b ? -1 : 1)),
    )
    await writeFile(join(projectFolder, FILE), `${JSON.stringify(sorted, null, 2)}\n`)
    console.log(`${Object.keys(sorted).length} operations recorded in ${FILE}.`)
  } finally {
    stop()
  }
}

type Ask = (id: string, values?: Values) => Promise<unknown>

const idsOf = z.object({ trades: z.array(z.object({ trade_id: z.string() })) })

async function recordAll(ask: Ask): Promise<void> {
  const closed = { status: 'closed', strategy_type: 'iron_condor', limit: '1' }
  const { trades } = idsOf.parse(await ask('listTrades', { query: closed }))
  const path = { trade_id: trades[0]?.trade_id ?? '' }
  await ask('getTrade', { path })
  await ask('listTradeOrders', { path })
  await ask('updateTrade', { path, body: { tags: ['income'], note: 'Sold into the dip.' } })
  await recordOverrides(ask)
  await recordCampaigns(ask)
  await ask('getStats', { query: { since: '2026-01-01' } })
  const fields = 'opened_on,underlying,strategy,status,net_pl'
  await ask('exportTrades', { query: { status: 'closed', fields } })
  await ask('listLots', { query: { closed_since: '2026-01-01', limit: '2', include: 'totals' } })
  const ofForm = 'description,date_acquired,date_sold,proceeds,basis,gain,term'
  await ask('exportLots', { query: { closed_since: '2026-01-01', fields: ofForm } })
  await ask('exportOrders', { query: { status: 'closed', fields: 'submitted_at,symbol,side,qty' } })
  await ask('listOrders', { query: { underlying: 'QQQ', limit: '1' } })
  await ask('listPositions', { query: { limit: '1' } })
  for (const id of [
    'getReconciliation',
    'getSyncStatus',
    'listQuarantine',
    'listAccounts',
    'getMe',
  ])
    await ask(id)
  await ask('getHealth', { query: { deep: '1' } })
  const writes = [
    'sync',
    'syncOrders',
    'syncPositions',
    'syncActivities',
    'rebuildTrades',
    'retryQuarantine',
  ]
  for (const id of writes) await ask(id, { body: {} })
  await ask('listEvents', { query: { after: '0', limit: '2' } })
  await ask('deleteAccount', { path: { label: 'demo' } })
}

const accountShape = z.looseObject({ account: z.looseObject({}) })

/** A request that nobody can repeat is not recorded: it would need the keys of an account. */
function storedKeys(resumed: unknown): Recording {
  const { account, ...answer } = accountShape.parse(resumed)
  return {
    path: { label: 'paper' },
    body: { key_id: 'PK...', secret_key: '...' },
    answer: { ...answer, account: { ...account, label: 'paper', stored_keys: { error: null } } },
  }
}

async function recordOverrides(ask: Ask): Promise<void> {
  const found = idsOf.parse(
    await ask('listTrades', { query: { status: 'closed', underlying: 'F' } }),
  )
  const [first, second] = found.trades.map(({ trade_id }) => trade_id)
  const merged = await ask('mergeTrades', { body: { trade_ids: [first, second] } })
  const { trade, override } = z
    .object({ trade: z.object({ trade_id: z.string() }), override: z.object({ id: z.string() }) })
    .parse(merged)
  await ask('listOverrides', { query: { kind: 'merge' } })
  const detail = await ask('getTrade', { path: { trade_id: trade.trade_id } })
  const { fills } = z
    .object({
      trade: z.object({
        fills: z.array(z.object({ effect: z.string(), order_id: z.string().nullable() })),
      }),
    })
    .parse(detail).trade
  await ask('deleteOverride', { path: { id: override.id } })
  const opener = fills.find(({ effect, order_id }) => effect === 'open' && order_id !== null)
  const whole = await tradeOfSeveralOrders(ask)
  await ask('splitTrade', { body: whole ?? { trade_id: first, order_ids: [opener?.order_id] } })
  // The first calls are shown as they are asked most.
  await ask('listTrades', { query: { status: 'closed', strategy_type: 'iron_condor', limit: '1' } })
}

const fillsShape = z.object({
  trade: z.object({
    fills: z.array(z.object({ effect: z.string(), order_id: z.string().nullable() })),
  }),
})

/** A trade that several orders opened, with the id of one of them. */
async function tradeOfSeveralOrders(ask: Ask) {
  const query = { strategy_type: 'iron_condor', status: 'closed', limit: '10' }
  const { trades } = idsOf.parse(await ask('listTrades', { query }))
  for (const { trade_id } of trades.toReversed()) {
    const { trade } = fillsShape.parse(await ask('getTrade', { path: { trade_id } }))
    const ids = trade.fills.flatMap(({ effect, order_id }) =>
      effect === 'open' && order_id ? [order_id] : [],
    )
    const order_ids = [...new Set(ids)].slice(0, 2)
    if (new Set(ids).size > 2) return { trade_id, order_ids }
  }
  return null
}

const campaignsShape = z.object({
  campaigns: z.array(z.object({ campaign_id: z.string(), trade_count: z.number() })),
})

async function recordCampaigns(ask: Ask): Promise<void> {
  const { campaigns } = campaignsShape.parse(
    await ask('listCampaigns', { query: { limit: '100' } }),
  )
  const several = campaigns.find(({ trade_count }) => trade_count > 1)
  await ask('getCampaign', { path: { campaign_id: several?.campaign_id ?? '' } })
  await ask('listCampaigns', { query: { status: 'closed', limit: '1' } })
}

async function readOperations(): Promise<Map<string, { method: string; path: string }>> {
  const text = await readFile(join(projectFolder, 'src/api/openapi.json'), 'utf8')
  const { paths } = documentShape.parse(JSON.parse(text))
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => [operationId, { method, path }]),
    ),
  )
}

async function send(
  base: string,
  token: string,
  method: string,
  path: string,
  { path: ids = {}, query = {}, body }: Values,
): Promise<unknown> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(ids[name] ?? ''))
  const search = new URLSearchParams(query).toString()
  const response = await fetch(`${base}${filled}${search === '' ? '' : `?${search}`}`, {
    method: method.toUpperCase(),
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  // The address of the stand-in differs with each start.
  const text = (await response.text()).replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, PAPER)
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return response.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : text
}

/** Cuts long lists and files: the reference shows what an answer looks like. */
function shortened(value: unknown): unknown {
  if (typeof value === 'string' && value.includes('\r\n')) {
    return value.replace('\ufeff', '').split('\r\n').slice(0, MOST_LINES).join('\n')
  }
  if (Array.isArray(value)) {
    const most = typeof value[0] === 'object' ? MOST_ITEMS : MOST_WORDS
    return value.slice(0, most).map(shortened)
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shortened(part)]))
}

/** Starts the product with its demo account and data in memory. */
async function startDemo() {
  const token = randomBytes(24).toString('hex')
  const port = await freePort()
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, ['src/local/start.mjs'], {
    cwd: projectFolder,
    env: { PATH, HOME, PORT: String(port), DATA_DIR: 'memory', API_TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      if (text.toString().includes('Ready on ')) resolve()
    })
    child.once('exit', () => reject(new Error('npm start ended.')))
  })
  return { url: `http://127.0.0.1:${port}`, token, stop: () => child.kill('SIGTERM') }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
