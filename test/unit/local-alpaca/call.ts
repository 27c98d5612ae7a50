import type { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn, type StandInOptions } from '../../../src/local/alpaca/stand-in'

const KEYS = { keyId: 'key', secretKey: 'secret' }

/** A stand-in over one broker with a function to request it. */
export function apiOver(broker: Broker, options: StandInOptions = {}) {
  const standIn = createStandIn({ ...options, accounts: [{ ...KEYS, account: broker }] })
  const get = async (path: string, headers: Record<string, string> = authHeaders()) => {
    const response = await standIn.fetch(new Request(`https://stand.in${path}`, { headers }))
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  /** The rows of a response that is a list. */
  const rows = async (path: string): Promise<Record<string, unknown>[]> => {
    const { body } = await get(path)
    if (!Array.isArray(body)) throw new Error(`no array: ${JSON.stringify(body)}`)
    return body
  }
  return { standIn, get, rows }
}

export function authHeaders(): Record<string, string> {
  return { 'APCA-API-KEY-ID': KEYS.keyId, 'APCA-API-SECRET-KEY': KEYS.secretKey }
}
