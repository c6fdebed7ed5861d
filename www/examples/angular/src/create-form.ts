import { Component, inject, signal } from '@angular/core';
import { MsalService } from '@azure/msal-angular';
import type { AccessPackageClient, CreateTicket } from 'entra-access-packages';
import { openClient } from './client';
import { catalogId } from './config';
import { explain } from './explain';

@Component({
  selector: 'create-form',
  template: `
    <h1>Create an access package</h1>
    <form (submit)="$event.preventDefault(); create(name.value)">
      <label>Name <input #name value="sales reps" required /></label>&ngsp;
      <button type="submit">Create</button>
    </form>
    <p role="status">{{ status() }}</p>
    @if (ticket(); as settles) {
      <button type="button" (click)="lookAgain(settles)">Look again</button>
    }
  `,
})
export class CreateForm {
  readonly status = signal('');
  readonly ticket = signal<CreateTicket | undefined>(undefined);
  readonly #client = openClient(inject(MsalService).instance);

  create(displayName: string) {
    return this.#show(async (client) => {
      const { outcome, accessPackage } = await client.create({ displayName, catalog: { id: catalogId } });
      return `${outcome}: ${accessPackage.id}`;
    });
  }

  lookAgain(ticket: CreateTicket) {
    return this.#show(async (client) => {
      const { outcome, accessPackage } = await client.recheck(ticket);
      return `${outcome}: ${accessPackage?.id ?? 'you may create it again'}`;
    });
  }

  /** Shows what became of it, whatever that is. */
  async #show(work: (client: AccessPackageClient) => Promise<string>) {
    this.status.set('working …');
    this.ticket.set(undefined);
    try {
      this.status.set(await work(await this.#client));
    } catch (error) {
      const { text, ticket } = explain(error);
      this.status.set(text);
      this.ticket.set(ticket);
    }
  }
}
