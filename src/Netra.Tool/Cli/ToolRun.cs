using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netra.Client.Publishing;

namespace Netra.Tool;

/// <summary>One run of a command.</summary>
internal sealed class ToolRun : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ToolRun(ServerSettings server, ToolOutput output, bool isVerbose, CancellationToken cancellationToken)
    {
        Server = server;
        Output = output;
        CancellationToken = cancellationToken;
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            if (isVerbose) logging.AddProvider(new ErrorLoggerProvider(output.Error));
        });
        services.AddNetraPublisher(options =>
        {
            options.Url = server.Url;
            options.ApiKey = server.RequiredKey;
            options.MaxRetries = server.Retries;
        });
        _services = services.BuildServiceProvider();
    }

    public ServerSettings Server { get; }

    public ToolOutput Output { get; }

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The server API.</summary>
    /// <exception cref="UsageException">There is no key for it.</exception>
    public NetraPublisher Publisher => _services.GetRequiredService<NetraPublisher>();

    public ILoggerFactory Loggers => _services.GetRequiredService<ILoggerFactory>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
