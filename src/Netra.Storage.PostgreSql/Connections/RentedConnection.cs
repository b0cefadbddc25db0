using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>A connection of a pool, and its place there. Disposed once, when both go back.</summary>
internal readonly struct RentedConnection(NpgsqlConnection connection, SemaphoreSlim places) : IAsyncDisposable
{
    public NpgsqlConnection Connection => connection;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await connection.DisposeAsync();
        }
        finally
        {
            places.Release();
        }
    }
}
