using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Netra.Client.Publishing.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Validate_Everything_IsToldAtOnce()
    {
        var options = new NetraPublisherOptions
        {
            Url = new Uri("ftp://somewhere"),
            ApiKey = "two words",
            AttemptTimeout = TimeSpan.FromSeconds(90),
            RetryDelay = TimeSpan.FromSeconds(6),
            MaxRetries = -1,
            MaxBatchMessages = 1_001,
            MaxBatchBytes = 0,
            MaxAnswerBytes = 1,
        };

        var failure = Assert.Throws<OptionsValidationException>(() => new NetraPublisher(new HttpClient(), options));

        Assert.Equal(
            ["Url", "ApiKey", "AttemptTimeout", "RetryDelay", "MaxRetries", "MaxBatchMessages", "MaxBatchBytes", "MaxAnswerBytes"],
            failure.Failures.Select(text => text.Split(' ')[0]));
    }

    [Theory]
    [InlineData("http://localhost:5080/?tenant=1")]
    [InlineData("http://localhost:5080/netra#top")]
    public void Validate_UrlWithQueryOrFragment_IsRefused(string url)
    {
        var options = new NetraPublisherOptions { Url = new Uri(url), ApiKey = "key" };

        var failure = Assert.Throws<OptionsValidationException>(() => new NetraPublisher(new HttpClient(), options));

        Assert.StartsWith("Url must have neither query nor fragment", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_QueueOptions_AreToldAtOnce()
    {
        using var server = new StubServer();
        var options = new PublishQueueOptions
        {
            Capacity = 0,
            MaxQueuedBytes = 0,
            BatchMessages = 0,
            BatchBytes = 0,
            MaxAge = TimeSpan.FromTicks(-1),
            ShutdownTimeout = TimeSpan.Zero,
        };

        var failure = Assert.Throws<OptionsValidationException>(() => new PublishQueue(server.Publisher(TimeProvider.System), options));

        Assert.Equal(
            ["Capacity", "MaxQueuedBytes", "BatchMessages", "BatchBytes", "MaxAge", "ShutdownTimeout"], failure.Failures.Select(text => text.Split(' ')[0]));
    }

    [Fact]
    public void AddNetraPublisher_NoUrl_FailsWithTheOption()
    {
        var services = new ServiceCollection();
        services.AddNetraPublisher(options => options.ApiKey = "key");
        using var provider = services.BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<NetraPublisher>());

        Assert.StartsWith("Url", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }
}
