using Microsoft.Extensions.DependencyInjection;

namespace Netra.Tool.Tests;

/// <summary>Tests that run the built tool as a process against the real host. A test that fails shows what the host wrote.</summary>
public abstract class ToolTests : IAsyncDisposable
{
    private readonly ToolHost _shared;
    private readonly ServiceProvider _services;

    protected ToolTests(ToolHost shared)
    {
        _shared = shared;
        var services = new ServiceCollection();
        services.AddNetraPublisher(options => (options.Url, options.ApiKey) = (new Uri(shared.Process.BaseUrl), NetraApi.DevelopmentKey));
        _services = services.BuildServiceProvider();
    }

    protected HostProcess Host => _shared.Process;

    /// <summary>To look at what the tool did.</summary>
    protected NetraPublisher Publisher => _services.GetRequiredService<NetraPublisher>();

    /// <summary>A user that no other test has.</summary>
    protected string User { get; } = "user-" + Guid.NewGuid().ToString("n");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine($"The shared host wrote:\n{Host.Output.Tail()}");
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs the tool to its end, with the host's address.</summary>
    protected Task<ToolResult> RunAsync(params string[] arguments) => ToolProcess.RunAsync(null, [.. arguments, "--url", Host.BaseUrl]);

    /// <summary>Runs the tool to its end, with the host's address and something to read.</summary>
    protected Task<ToolResult> RunWithInputAsync(string input, params string[] arguments) => ToolProcess.RunAsync(input, [.. arguments, "--url", Host.BaseUrl]);

    protected async Task<IReadOnlyList<StoredMessage>> MessagesAsync() => await Publisher.GetMessagesAsync(User).ToListAsync();
}
