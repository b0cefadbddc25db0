namespace Netra.Gateway.Tests;

/// <summary>Tests of calls to one user, alice.</summary>
public abstract class ApiTests : IAsyncLifetime
{
    internal const string Alice = "/api/v1/users/alice";

    private TestApi? _api;

    internal FakeUser User { get; private set; } = new();

    internal TestApi Api => _api!;

    public async ValueTask InitializeAsync()
    {
        _api = await TestApi.StartAsync(options =>
        {
            options.MaxMessageBytes = 4_096;
            options.MaxRequestBytes = 16_384;
        });
        Use(User);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Api.DisposeAsync();
    }

    /// <summary>From now on this is alice.</summary>
    internal void Use(FakeUser user)
    {
        User = user;
        Api.Users.Add(user);
    }
}
