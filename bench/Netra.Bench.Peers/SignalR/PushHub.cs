using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace Netra.Bench.Peers;

/// <summary>A group for each user, which is what SignalR's documentation gives who pushes to users on several connections and servers.</summary>
internal sealed class PushHub : Hub
{
    private const string User = "user";
    private const string Hello = "hello";
    private const string Tick = "tick";

    public override async Task OnConnectedAsync()
    {
        var user = (string?)Context.GetHttpContext()?.Request.Query[User];
        if (user is not null) await Groups.AddToGroupAsync(Context.ConnectionId, user);
        // From here on the user gets what is published.
        await Clients.Caller.SendAsync(Hello);
    }

    /// <summary>Sends what came back to who sent it.</summary>
    public Task Echo(JsonElement payload) => Clients.Caller.SendAsync(Tick, payload);
}
