import { useState } from 'preact/hooks'
import type { TradeDetail } from '../../client/index.js'
import { mayEdit } from '../data/account'
import { api } from '../data/api'
import { useChange } from '../data/change'
import { Problem } from './states'

interface Labelled {
  strategy?: string | null
  tags?: string[]
  note?: string | null
}

/** Tags of a comma list, each once. */
const tagsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
]

/** Strategy, tags and note of a trade, to change. */
export function Labels({ trade }: { trade: TradeDetail }) {
  const [isOpen, setOpen] = useState(false)
  const change = useChange<Labelled>(async (body, idempotencyKey) => {
    await api.patch('/trades/{trade_id}', {
      path: { trade_id: trade.trade_id },
      body,
      idempotencyKey,
    })
    setOpen(false)
  })
  if (!mayEdit.value) return null
  if (!isOpen) {
    return (
      <p class="actions">
        <button type="button" onClick={() => setOpen(true)}>
          Edit strategy, tags and note
        </button>
      </p>
    )
  }
  return (
    <form
      class="labels"
      aria-label="Edit this trade"
      onSubmit={(event) => {
        event.preventDefault()
        const body = changesIn(trade, new FormData(event.currentTarget))
        if (Object.keys(body).length === 0) setOpen(false)
        else change.send(body)
      }}
    >
      <label class="field">
        Strategy
        <input name="strategy" defaultValue={trade.strategy} maxLength={64} autocomplete="off" />
        <small>Empty restores the recognised name.</small>
      </label>
      <label class="field">
        Tags
        <input name="tags" defaultValue={trade.tags.join(', ')} autocomplete="off" />
        <small>Separated by commas.</small>
      </label>
      <label class="field">
        Note
        <textarea name="note" rows={4} defaultValue={trade.note ?? ''} />
      </label>
      {change.error !== undefined && <Problem error={change.error} />}
      <p class="actions">
        <button type="submit" class="main" disabled={change.isSending}>
          Save
        </button>
        <button type="button" class="quiet" onClick={() => setOpen(false)}>
          Cancel
        </button>
      </p>
    </form>
  )
}

/** What the form changes; the rest stays as it is. */
function changesIn(trade: TradeDetail, form: FormData): Labelled {
  const strategy = String(form.get('strategy')).trim()
  const tags = tagsIn(String(form.get('tags')))
  const note = String(form.get('note')).trim()
  return {
    ...(strategy !== trade.strategy && { strategy: strategy === '' ? null : strategy }),
    ...(tags.join() !== trade.tags.join() && { tags }),
    ...(note !== (trade.note ?? '') && { note: note === '' ? null : note }),
  }
}
