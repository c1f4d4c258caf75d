/** The page's own radio buttons and checkboxes, in plain words, with Slack's word for it beside them. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface Offer<Value> {
  value: Value;
  text: string;
  /** What the app meets. */
  code?: string | undefined;
}

interface ChoiceProps<Value> {
  title: string;
  value: Value;
  offers: Offer<Value>[];
  choose: (value: Value) => void;
}

/** One of a few. */
export function Choice<Value>({ title, value, offers, choose }: ChoiceProps<Value>) {
  const name = useId();
  return (
    <Group title={title}>
      {offers.map((offer) => (
        <label key={offer.text} class="box">
          <input type="radio" name={name} checked={offer.value === value} onChange={() => choose(offer.value)} />
          <BoxText {...offer} />
        </label>
      ))}
    </Group>
  );
}

interface SwitchProps {
  text: string;
  code?: string;
  isOn: boolean;
  turn: (isOn: boolean) => void;
}

/** Yes or no. */
export function Switch({ text, code, isOn, turn }: SwitchProps) {
  return (
    <label class="box">
      <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => turn(currentTarget.checked)} />
      <BoxText text={text} code={code} />
    </label>
  );
}

export function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <fieldset class="boxes settings-group">
      <legend class="label">{title}</legend>
      {children}
    </fieldset>
  );
}

function BoxText({ text, code }: { text: string; code?: string | undefined }) {
  return (
    <span>
      {text} {code && <code>{code}</code>}
    </span>
  );
}
