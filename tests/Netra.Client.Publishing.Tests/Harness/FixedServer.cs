using System.Net;
using System.Text;

namespace Netra.Client.Publishing.Tests;

/// <summary>A server in memory that answers every call with 200 and the same body.</summary>
internal sealed class FixedServer(string answer) : HttpMessageHandler
{
    /// <summary>How many calls there were.</summary>
    public int Calls { get; private set; }

    /// <summary>A publisher of this server, with the retries of the package.</summary>
    public NetraPublisher Publisher() => new(new HttpClient(this), new NetraPublisherOptions { Url = new Uri("http://stub"), ApiKey = "key" });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Calls++;
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, "application/json") });
    }
}
