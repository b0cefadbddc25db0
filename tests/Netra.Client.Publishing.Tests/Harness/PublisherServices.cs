using Microsoft.Extensions.DependencyInjection;

namespace Netra.Client.Publishing.Tests;

/// <summary>A publisher as an application has it.</summary>
internal sealed class PublisherServices : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public PublisherServices(string url, Action<NetraPublisherOptions>? configure = null, Action<PublishQueueOptions>? configureQueue = null)
    {
        var services = new ServiceCollection();
        services.AddNetraPublisher(options =>
        {
            options.Url = new Uri(url);
            options.ApiKey = NetraApi.DevelopmentKey;
            options.RetryDelay = TimeSpan.FromMilliseconds(10);
            configure?.Invoke(options);
        });
        services.AddNetraPublishQueue(configureQueue);
        _provider = services.BuildServiceProvider();
    }

    public NetraPublisher Publisher => _provider.GetRequiredService<NetraPublisher>();

    public PublishQueue Queue => _provider.GetRequiredService<PublishQueue>();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
