import type { ComponentChildren } from 'preact'
import { explain } from '../data/api'
import { count } from '../data/format'
import type { Loaded } from '../data/load'
import type { Growing } from '../data/rows'

/** An error with what to do about it. */
export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const { title, hint, requestId } = explain(error)
  return (
    <div class="problem" role="alert">
      <p>
        <b>{title}</b> {hint}
      </p>
      {requestId && <p class="dim">Request {requestId}</p>}
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  )
}

/** What stands where rows would be. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="empty">{children}</div>
}

/** Placeholder of the height that the content will have, so that nothing moves when it comes. */
function Waiting({ rows }: { rows: number }) {
  return (
    <div class="waiting" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} class="bar" />
      ))}
    </div>
  )
}

interface ShownProps<T> {
  of: Loaded<T>
  rows?: number
  children: (data: T) => ComponentChildren
}

/** The data of an answer, its error, or a placeholder. Old data stays while it is read again. */
export function Shown<T>({ of: { data, error, reload }, rows = 6, children }: ShownProps<T>) {
  return (
    <>
      {error !== undefined && <Problem error={error} retry={reload} />}
      {data !== undefined ? children(data) : error === undefined && <Waiting rows={rows} />}
    </>
  )
}

/** The button for the rows of a list that are not yet on the screen. */
export function More<T>({ of: { data, isLoading, more } }: { of: Growing<T> }) {
  if (data === undefined || data.next === null) return null
  return (
    <p class="actions">
      <button type="button" class="quiet" disabled={isLoading} onClick={more}>
        Show more than {count(data.rows.length)}
      </button>
    </p>
  )
}
