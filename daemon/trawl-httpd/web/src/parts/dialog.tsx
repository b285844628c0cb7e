// A modal dialog: Radix keeps the focus inside, closes on Escape and gives the focus back to the opener.
import * as Radix from '@radix-ui/react-dialog'
import type {ReactNode} from 'react'

type Properties = {
  title: string
  about?: string
  opener: ReactNode
  open: boolean
  setOpen: (open: boolean) => void
  children: ReactNode
}

export function Dialog({title, about, opener, open, setOpen, children}: Properties) {
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{opener}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className="overlay" />
        <Radix.Content className="dialog" {...(about ? {} : {'aria-describedby': undefined})}>
          <Radix.Title asChild>
            <h2>{title}</h2>
          </Radix.Title>
          {about && <Radix.Description className="faint">{about}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
