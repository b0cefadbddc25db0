using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Netra.Bench;

/// <summary>
/// Clients that upgrade and then never read, while their users are published to: ten users who get 8 KB messages, and a second connection of the
/// healthy user.
/// </summary>
internal sealed class NeverReads : IAttack
{
    private const int Users = 10;
    private const int PerSecond = 100;
    private const int ReceiveBuffer = 4_096;

    private static readonly string Text = new('x', 8_000);

    public async Task RunAsync(AttackTarget target, Outcomes outcomes, Action begun, CancellationToken cancellationToken)
    {
        var held = new List<Socket>();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", target.Keys.ApiKey);
        try
        {
            for (var i = 0; i < Users; i++) held.Add(await OpenAsync(target, target.TargetOf(i), cancellationToken));
            held.Add(await OpenAsync(target, target.Keys.TargetOf(target.User), cancellationToken));
            begun();
            await Pace.RunAsync(PerSecond, (index, token) => PublishAsync(http, target, index, token), outcomes, cancellationToken);
        }
        finally
        {
            held.ForEach(Loopback.Reset);
        }
    }

    private static async Task<Socket> OpenAsync(AttackTarget target, string request, CancellationToken cancellationToken)
    {
        var socket = await Loopback.ConnectAsync(target.Port, index: 0, cancellationToken, ReceiveBuffer);
        await Handshake.UpgradeAsync(socket, request, cancellationToken);
        return socket;
    }

    private static async Task<string> PublishAsync(HttpClient http, AttackTarget target, int index, CancellationToken cancellationToken)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{target.Port}/api/v1/users/hostile-{index % Users}/messages"));
        using var body = new StringContent($$$"""{"type":"bulk","payload":{"text":"{{{Text}}}"}}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(address, body, cancellationToken);
        return "published, " + ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
    }
}
