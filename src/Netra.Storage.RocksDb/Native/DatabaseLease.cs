namespace Netra.Storage.RocksDb;

/// <summary>The right to call into a database, until it is disposed; once.</summary>
internal readonly ref struct DatabaseLease(Database database)
{
    public Database Database { get; } = database;

    public void Dispose() => Database.Gate.Exit();
}
