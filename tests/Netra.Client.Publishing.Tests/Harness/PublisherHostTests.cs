namespace Netra.Client.Publishing.Tests;

/// <summary>Tests of the publisher against the real host. A test that fails shows what the host wrote.</summary>
public abstract class PublisherHostTests : IAsyncDisposable
{
    private readonly PublisherHost _shared;
    private readonly PublisherServices _services;

    protected PublisherHostTests(PublisherHost shared)
    {
        _shared = shared;
        _services = new PublisherServices(shared.Process.BaseUrl);
    }

    protected HostProcess Host => _shared.Process;

    protected NetraPublisher Publisher => _services.Publisher;

    /// <summary>A user that no other test has, whose id needs to be escaped.</summary>
    protected string User { get; } = "user/ä " + Guid.NewGuid().ToString("n");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine($"The shared host wrote:\n{Host.Output.Tail()}");
        GC.SuppressFinalize(this);
    }

    /// <summary>All messages of a user.</summary>
    protected async Task<IReadOnlyList<StoredMessage>> MessagesAsync(string? user = null) => await Publisher.GetMessagesAsync(user ?? User).ToListAsync();

    protected static PublishMessage Note(int n, string? id = null) => new("note", NetraJson.From(new { n })) { Id = id };

    protected static int NumberOf(StoredMessage message) => message.Payload.GetProperty("n").GetInt32();
}
