import { createAlpacaClient } from '../alpaca/client'
import { describeThrown } from '../api/http/thrown'
import { type FeedAccount, readFeedAccount } from '../db/accounts/feed-account'
import { readChangedOrders } from '../db/events/changed-orders'
import { openKeys } from '../sync/accounts/stored-keys'
import type { AlpacaCredentials, SyncContext } from '../sync/run/context'
import { SyncError } from '../sync/run/errors'
import { runSync } from '../sync/run/run'
import { syncTargeted, type TargetedAccount } from '../sync/run/sync-targeted'
import type { UpstreamHost, UpstreamMode, UpstreamState } from './upstream/host'
import { Upstream } from './upstream/upstream'

/** An alarm that could not do its work comes back after so long. */
const AGAIN_MS = 60_000

/** What the stream of one account needs. */
export interface AlpacaStreamParts {
  accountId: string
  storage: DurableObjectStorage
  /** The setting LIVE. */
  mode: UpstreamMode
  /** The context of the runs that the stream starts. */
  sync: SyncContext
  /** Called when the state of the connection changed. */
  onState: (state: UpstreamState) => void
  /** Called when a run stored trades, before it ends. */
  onEvents: () => void
}

/**
 * The connection of one account to Alpaca's stream, for as long as the account has keys and is not
 * stopped. No method rejects.
 */
export class AlpacaStream {
  private upstream: Upstream | null = null
  /** The keys of `upstream`. */
  private credentials: AlpacaCredentials | null = null
  /** Whether keys are set and the account is not stopped. */
  private isWanted = false

  constructor(private readonly parts: AlpacaStreamParts) {}

  get state(): UpstreamState {
    return this.upstream?.state ?? 'off'
  }

  /** Dials if a connection is wanted, and ends it if the account was stopped or erased. */
  async ensure(): Promise<void> {
    if (this.parts.mode === 'off') return
    await this.readAccount()
    if (this.isWanted) await this.upstream?.ensure()
    else await this.upstream?.stop()
  }

  /** Checks the connection after a run that another part of the Worker made. */
  async afterRun(): Promise<void> {
    await this.ensure()
    if (this.isWanted) await this.upstream?.afterRun()
  }

  /** Does what is due. */
  async alarm(): Promise<void> {
    const { mode, storage } = this.parts
    if (mode === 'off') return
    // An object that was evicted has no connection.
    const isKnown = this.upstream !== null || (await this.readAccount())
    if (!isKnown) await storage.setAlarm(Date.now() + AGAIN_MS)
    else if (this.isWanted) await this.upstream?.alarm()
  }

  /** Reads whether a connection is wanted. False if the database did not answer: all stays as is. */
  private async readAccount(): Promise<boolean> {
    const { accountId, sync } = this.parts
    try {
      const credentials = await this.keysOf(await readFeedAccount(sync.db, accountId))
      this.isWanted = credentials !== undefined
      if (credentials !== undefined) await this.useKeys(credentials)
      return true
    } catch (error) {
      sync.log({ level: 'error', event: 'live_stream_failed', ...describeThrown(error) })
      return false
    }
  }

  /** The keys of the settings, else the stored ones. */
  private async keysOf(account: FeedAccount | null): Promise<AlpacaCredentials | undefined> {
    if (account === null || account.stopped) return undefined
    const { accountId, sync } = this.parts
    const { label, base_url: baseUrl, sealed_keys: sealedKeys } = account
    const configured = sync.accounts.find((one) => one.label === label)
    if (configured !== undefined || baseUrl === null || sealedKeys === null) return configured
    try {
      return await openKeys(sync.seal, { accountId, label, baseUrl, sealedKeys })
    } catch (error) {
      if (!(error instanceof SyncError)) throw error
      const { code, message } = error
      sync.log({ level: 'error', event: 'live_stream_failed', label, code, message })
      return undefined
    }
  }

  /** Connects with these keys. A connection with other keys ends. */
  private async useKeys(credentials: AlpacaCredentials): Promise<void> {
    const { upstream } = this
    if (upstream !== null && isSameAccess(this.credentials, credentials)) return
    this.upstream = new Upstream(this.hostFor(credentials))
    this.credentials = credentials
    await upstream?.stop()
  }

  private hostFor(credentials: AlpacaCredentials): UpstreamHost {
    const { accountId, storage, mode, sync, onState, onEvents } = this.parts
    const { fetch, now, log, db } = sync
    const modeNow = () => (this.isWanted ? mode : 'off')
    const client = createAlpacaClient({ ...credentials, fetch, now })
    const targeted: TargetedAccount = { accountId, credentials }
    const ctx = { ...sync, accounts: [credentials] }
    return {
      storage,
      now,
      random: Math.random,
      log,
      get mode() {
        return modeNow()
      },
      credentials,
      dial: () =>
        fetch(`${credentials.baseUrl}/stream`, {
          headers: { Upgrade: 'websocket' },
          redirect: 'manual',
        }),
      calendar: (from, to) => client.calendar(from, to),
      wake: (at) => wakeAt(storage, at),
      onState,
      syncOrders: (orders) => syncTargeted(ctx, targeted, orders, { onFolded: onEvents }),
      sync: async (scope) => {
        const request = { scope, trigger: 'live', account: credentials.label } as const
        const { report } = await runSync(ctx, request)
        return { has_more: report.has_more }
      },
      changedOrders: (after) => readChangedOrders(db, accountId, after),
    }
  }
}

/** Whether keys and host are the same. */
const isSameAccess = (a: AlpacaCredentials | null, b: AlpacaCredentials): boolean =>
  a?.keyId === b.keyId && a.secretKey === b.secretKey && a.baseUrl === b.baseUrl

/** Sets the object's one alarm to the earliest time asked for. */
async function wakeAt(storage: DurableObjectStorage, at: Date): Promise<void> {
  const planned = await storage.getAlarm()
  if (planned === null || at.getTime() < planned) await storage.setAlarm(at)
}
