import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { createStandIn } from '../../../src/local/alpaca/stand-in'

/** What is read of Alpaca. */
export const KINDS = ['order', 'activity', 'position', 'account', 'contract'] as const
export type Kind = (typeof KINDS)[number]

const NOW = '2026-10-01T15:00:00Z'
const KEYS = { keyId: 'key', secretKey: 'secret' }

/** Good payloads of each kind, as text: those that the stand-in's generated account answers. */
export async function basePayloads(): Promise<Record<Kind, string[]>> {
  const standIn = createStandIn({
    now: () => new Date(NOW),
    requestsPerMinute: 1_000_000,
    accounts: [{ ...KEYS, account: generateAccount({ seed: 'fuzz', now: NOW, episodes: 'all' }) }],
  })
  const ask = async (path: string): Promise<string[]> => {
    const headers = { 'APCA-API-KEY-ID': KEYS.keyId, 'APCA-API-SECRET-KEY': KEYS.secretKey }
    const answer = await standIn.fetch(new Request(`http://alpaca.test${path}`, { headers }))
    const body: unknown = await answer.json()
    return (Array.isArray(body) ? body : [body]).map((item) => JSON.stringify(item))
  }
  const orders = '/v2/orders?status=all&limit=500&direction=desc'
  return {
    order: [...(await ask(`${orders}&nested=true`)), ...(await ask(`${orders}&nested=false`))],
    activity: fewOfEachKind(await allActivities(ask)),
    position: await ask('/v2/positions'),
    account: await ask('/v2/account'),
    contract: [
      JSON.stringify({
        ...{ id: 'e0f1', symbol: 'GME1261016C00003000', root_symbol: 'GME1', type: 'call' },
        ...{ underlying_symbol: 'GME', expiration_date: '2026-10-16', strike_price: '3' },
        ...{ multiplier: '100', size: '100', status: 'active', tradable: false },
      }),
    ],
  }
}

/** Every row of the account, all pages. */
async function allActivities(ask: (path: string) => Promise<string[]>): Promise<string[]> {
  const rows: string[] = []
  for (let token = ''; ; ) {
    const page = await ask(`/v2/account/activities?direction=asc${token}`)
    rows.push(...page)
    const last = page.at(-1)
    if (last === undefined || page.length < 100) return rows
    token = `&page_token=${JSON.parse(last).id}`
  }
}

/** Rare kinds of rows are as frequent as fills: at most 40 of each type and sub type. */
function fewOfEachKind(rows: readonly string[]): string[] {
  const kept = new Map<string, number>()
  return rows.filter((row) => {
    const { activity_type: type, activity_sub_type: subType } = JSON.parse(row)
    const kind = `${type} ${subType}`
    const count = (kept.get(kind) ?? 0) + 1
    kept.set(kind, count)
    return count <= 40
  })
}
