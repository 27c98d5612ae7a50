import pg from 'pg'

/** What the driver's connection can do besides what its published types say. */
interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** `COPY ... FROM STDIN`, fed with text that is at hand. */
class CopyIn extends pg.Query {
  constructor(
    text: string,
    private readonly chunks: readonly Buffer[],
  ) {
    super(text)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    for (const chunk of this.chunks) connection.sendCopyFromChunk(chunk)
    connection.endCopyFrom()
  }
}

/** `COPY ... TO STDOUT`, gathered. */
class CopyOut extends pg.Query {
  readonly chunks: Buffer[] = []

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    this.chunks.push(Buffer.from(chunk))
  }
}

function ended(client: pg.Client, query: pg.Query): Promise<void> {
  return new Promise((resolve, reject) => {
    query.on('end', () => resolve())
    query.on('error', reject)
    client.query(query)
  })
}

/** Writes rows by one COPY, the fastest way into a table that Postgres has. */
export async function copyIn(
  client: pg.Client,
  into: string,
  rows: readonly Buffer[],
): Promise<void> {
  await ended(client, new CopyIn(`copy ${into} from stdin`, rows))
}

/** Reads rows as the text that COPY takes. */
export async function copyOut(client: pg.Client, from: string): Promise<Buffer[]> {
  const query = new CopyOut(`copy ${from} to stdout`)
  await ended(client, query)
  return query.chunks
}
