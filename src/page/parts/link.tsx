import type { ComponentChildren } from 'preact'
import { chosenAccount } from '../data/account'
import { address, go } from '../data/place'

interface LinkProps {
  to: string
  query?: Record<string, string | undefined>
  class?: string
  label?: string
  current?: boolean
  children: ComponentChildren
}

/** A link to a view. It keeps the chosen account. */
export function Link({ to, query, class: name, label, current, children }: LinkProps) {
  const href = address(to, { account: chosenAccount.value, ...query })
  return (
    <a
      href={href}
      class={name}
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        const { metaKey, ctrlKey, shiftKey, altKey, button } = event
        if (metaKey || ctrlKey || shiftKey || altKey || button !== 0) return
        event.preventDefault()
        go(href)
      }}
    >
      {children}
    </a>
  )
}
