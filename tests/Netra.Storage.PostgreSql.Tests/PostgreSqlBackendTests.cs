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
}
