import { useState } from 'preact/hooks'
import { chosenAccount } from '../data/account'
import { api, explain } from '../data/api'
import { useChange } from '../data/change'
import { plural } from '../data/format'

/** Reads what is new from Alpaca, again and again until nothing is left. */
export function SyncNow() {
  const [done, setDone] = useState<string | null>(null)
  const sync = useChange<{ account?: string }>(async (body, idempotencyKey) => {
    let seen = 0
    for (let run = 1; ; run += 1) {
      const report = await api.post('/sync', { body, idempotencyKey: `${idempotencyKey}-${run}` })
      seen += report.inserted + report.updated
      setDone(seen === 0 ? 'Nothing is new.' : `${plural(seen, 'row')} read.`)
      if (!report.has_more) return
    }
  })
  const account = chosenAccount.value
  return (
    <span class="sync-now">
      <button
        type="button"
        class="main"
        disabled={sync.isSending}
        onClick={() => {
          setDone(null)
          sync.send(account === undefined ? {} : { account })
        }}
      >
        {sync.isSending ? 'Syncing' : 'Sync now'}
      </button>
      <span class={sync.error === undefined ? 'dim result' : 'warn result'} role="status">
        {sync.error === undefined ? done : explain(sync.error).title}
      </span>
    </span>
  )
}
