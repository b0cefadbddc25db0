using Netra.Protocol;
using Netra.Storage.Conformance;

namespace Netra.Storage.PostgreSql.Tests;

public sealed class PostgreSqlBackendTests(SharedServer server) : UserLogConformance
{
    private string _database = "";

    public override async ValueTask InitializeAsync()
    {
        _database = await server.CreateLogAsync();
        await base.InitializeAsync();
    }

    protected override IUserLogBackend OpenBackend() => TestBackend.Open(new TestShard("one", _database));

    [Fact]
    public async Task Reopening_KeepsTheEpoch()
    {
        var before = (await LogWriter.LoadAsync(Log, "ada")).Head.Epoch;
        await ReopenAsync();
        Assert.Equal(before, (await LogWriter.LoadAsync(Log, "ada")).Head.Epoch);
    }

    [Fact]
    public async Task CommitAsync_AfterDispose_Throws()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await Backend.DisposeAsync();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitGroupAsync(writer.Append("1")));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => LogWriter.LoadAsync(Log, "ada"));
    }

    [Fact]
    public async Task LoadAsync_NobodyWaitsAnyMore_EndsTheCallAlone()
    {
        await using var foreign = await ForeignSession.OpenAsync(_database);
        await foreign.ExecuteAsync("LOCK TABLE netra_user_head IN ACCESS EXCLUSIVE MODE");
        using var impatient = new CancellationTokenSource();
        var (given, patient) = (Log.LoadAsync(UserId.Parse("ada"), impatient.Token).AsTask(), Log.LoadAsync(UserId.Parse("ada"), CancellationToken.None).AsTask());
        await foreign.UntilSomebodyWaitsAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.False(patient.IsCompleted);
        await foreign.RollBackAsync();
        Assert.Equal(0, (await patient).Head.Revision);
    }
}
