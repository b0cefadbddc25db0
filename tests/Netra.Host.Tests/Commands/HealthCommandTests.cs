using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Netra.Host.Tests;

public sealed class HealthCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("", "/health/ready", 200, 0)]
    [InlineData("", "/health/ready", 503, 1)]
    [InlineData("live", "/health/live", 200, 0)]
    public async Task RunAsync_ProcessAnswers_SaysWhatItSays(string which, string path, int status, int expected)
    {
        var port = FreePorts.Next();
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add($"http://127.0.0.1:{port}");
        app.Run(context =>
        {
            context.Response.StatusCode = context.Request.Path == path ? status : (int)HttpStatusCode.NotFound;
            return context.Response.WriteAsync("{\"status\":\"of the process\"}");
        });
        await app.StartAsync();

        var exit = await HealthCommand.RunAsync([.. Words(which), "--Netra:ManagementUrl", $"http://127.0.0.1:{port}"], _output, _error);

        Assert.Equal(expected, exit);
        Assert.Contains("of the process", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task RunAsync_NobodyListens_Fails()
    {
        var url = $"http://127.0.0.1:{FreePorts.Next()}";

        Assert.Equal(1, await HealthCommand.RunAsync(["--Netra:ManagementUrl", url], _output, _error));

        Assert.StartsWith(url + "/health/ready does not answer: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WrongSetting_NamesIt()
    {
        Assert.Equal(1, await HealthCommand.RunAsync(["--Netra:ManagementUrl", "here"], _output, _error));

        Assert.StartsWith("Netra:ManagementUrl: 'here' is no address", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://*:5081", "http://localhost:5081/")]
    [InlineData("http://0.0.0.0:5081", "http://localhost:5081/")]
    [InlineData("http://[::]:5081", "http://localhost:5081/")]
    [InlineData("http://10.1.2.3:81", "http://10.1.2.3:81/")]
    public void Reachable_ListeningAddress_IsOneToConnectTo(string listening, string expected) =>
        Assert.Equal(expected, HealthCommand.Reachable(listening).ToString());

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
