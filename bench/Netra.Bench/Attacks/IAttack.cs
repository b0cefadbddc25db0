namespace Netra.Bench;

/// <summary>Hostile clients. Runs in a process of its own, so that it takes nothing from the one that measures.</summary>
internal interface IAttack
{
    /// <summary>Attacks until it is cancelled, and counts what comes of it.</summary>
    /// <param name="target">What to attack.</param>
    /// <param name="outcomes">Where to count.</param>
    /// <param name="begun">Called once the attack is in full swing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task RunAsync(AttackTarget target, Outcomes outcomes, Action begun, CancellationToken cancellationToken);
}
