// A status is an icon, a word and a colour: never the colour alone.
const looks: Record<string, [icon: string, tone: string]> = {
  queued: ['○', 'calm'],
  pending: ['○', 'calm'],
  running: ['◐', 'busy'],
  completed: ['✓', 'good'],
  succeeded: ['✓', 'good'],
  usable: ['✓', 'good'],
  partial: ['◑', 'warn'],
  failed: ['✕', 'bad'],
  refused: ['✕', 'bad'],
  unusable: ['✕', 'bad'],
  quarantined: ['✕', 'bad'],
  cancelled: ['⊘', 'calm'],
  interrupted: ['⚡', 'warn'],
  expired: ['◌', 'calm'],
  not_run: ['◌', 'calm'],
  likely: ['↑', 'good'],
  unlikely: ['↓', 'warn'],
  unknown: ['?', 'calm'],
  paused: ['‖', 'warn'],
  added: ['+', 'good'],
  returned: ['+', 'good'],
  changed: ['~', 'warn'],
  removed: ['−', 'bad'],
  error: ['✕', 'bad'],
  warning: ['!', 'warn'],
}

const look = (status: string) => looks[status] ?? ['•', 'calm']

export const toneOf = (status: string) => look(status)[1]
export const wordOf = (status: string) => status.replaceAll('_', ' ')

export function Status({of: status, word = wordOf(status)}: {of: string; word?: string}) {
  const [icon, tone] = look(status)
  return (
    <span className={`status ${tone}`}>
      <span aria-hidden="true">{icon}</span> {word}
    </span>
  )
}
