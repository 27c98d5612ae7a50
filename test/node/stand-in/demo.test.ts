import { afterEach, expect, it } from 'vitest'
import { type StartedAlpaca, startAlpaca } from '../../../src/local/start/alpaca'
import { openDataFolder } from '../../../src/local/start/data-folder'

const started: StartedAlpaca[] = []
afterEach(async () => {
  for (const alpaca of started.splice(0)) await alpaca.close()
})

async function live(kind: 'demo' | 'own', given: Record<string, string>) {
  const alpaca = await startAlpaca(kind, given, openDataFolder(null))
  started.push(alpaca)
  return alpaca.bindings.LIVE
}

it('the demo account is followed live unless LIVE says otherwise', async () => {
  expect([await live('demo', {}), await live('demo', { LIVE: 'off' })]).toEqual(['always', 'off'])
})

it("the user's own account is followed live only if LIVE says so", async () => {
  expect(await live('own', { ALPACA_API_KEY_ID: 'key' })).toBeUndefined()
})
