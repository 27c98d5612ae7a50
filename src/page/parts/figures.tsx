import type { ComponentChildren } from 'preact'
import { money, signedMoney, UNKNOWN } from '../data/format'

interface PlProps {
  value: number | null | undefined
  /** Why it is unknown. */
  why?: string
}

/** A profit or loss: sign, direction glyph and colour say the same. */
export function Pl({ value, why = 'unknown' }: PlProps) {
  if (value === null || value === undefined) {
    return (
      <span class="dim" title={why}>
        {UNKNOWN}
      </span>
    )
  }
  const shown = signedMoney(value)
  const isZero = !/[1-9]/.test(shown)
  if (isZero) return <span class="num dim">{money(0)}</span>
  return (
    <span class={`num ${value > 0 ? 'up' : 'down'}`}>
      <i class="glyph" aria-hidden="true">
        {value > 0 ? '▲' : '▼'}
      </i>
      {shown}
    </span>
  )
}

interface FigureProps {
  name: string
  children: ComponentChildren
  note?: ComponentChildren
  title?: string
}

/** A figure with its name; goes into a `dl`. */
export function Figure({ name, children, note, title }: FigureProps) {
  return (
    <div class="figure" title={title}>
      <dt>{name}</dt>
      <dd>{children}</dd>
      {note !== undefined && <dd class="note">{note}</dd>}
    </div>
  )
}

/** A section with a heading, and what belongs beside the heading. */
export function Panel({
  title,
  aside,
  class: name = '',
  children,
}: {
  title: string
  aside?: ComponentChildren
  class?: string
  children: ComponentChildren
}) {
  const id = `panel-${title.toLowerCase().replace(/\W+/g, '-')}`
  return (
    <section class={`panel ${name}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}

const STATUS_MARK: Record<string, string> = {
  open: '●',
  partial: '◐',
  closed: '○',
  pending: '◌',
  unfilled: '×',
}

/** A status as a word with a mark. */
export function Status({ of }: { of: string }) {
  return (
    <span class={`status ${of}`}>
      <i aria-hidden="true">{STATUS_MARK[of] ?? '·'}</i>
      {of}
    </span>
  )
}
