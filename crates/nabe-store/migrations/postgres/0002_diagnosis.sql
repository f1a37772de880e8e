-- What was found out about an account's permissions: names of rights and attributes, no person's values.

create table diagnoses (
    project_id text not null,
    account_id text not null,
    examination text not null,
    checked_at bigint not null,
    primary key (project_id, account_id),
    foreign key (project_id, account_id) references accounts (project_id, id) on delete cascade
);

-- Rights without which no account is connected, as JSON; null leaves it to the next: session, project, provider.
alter table projects add column required_rights text;
alter table connect_sessions add column required_rights text;

-- How Connect looks for a project: colours by their names as JSON, and a logo with its media type.
alter table projects add column theme text;
alter table projects add column logo bytea;
alter table projects add column logo_type text;
