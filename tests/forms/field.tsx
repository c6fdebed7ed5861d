import { type ComponentProps, useId } from 'react';

/** An input with its label, and what is wrong with it where screen readers find it. */
export function Field({
  label,
  problem,
  ...input
}: ComponentProps<'input'> & { label: string; problem?: string | undefined }) {
  const id = useId();
  return (
    <p>
      <label htmlFor={id}>{label}</label>
      <input id={id} aria-invalid={problem !== undefined} aria-describedby={`${id}-problem`} {...input} />
      <span id={`${id}-problem`}>{problem}</span>
    </p>
  );
}
